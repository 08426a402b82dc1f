// Photographs are made smaller before they are sent: a telephone's four megabytes become a few hundred
// kilobytes, upright, without place and camera.

const EDGE_MAX = 2048;
const QUALITY = 0.82;

export async function compress(file: File): Promise<Blob> {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    throw new Error(`「${file.name}」不是能打开的图片；苹果手机的 HEIC 请先另存为 JPEG`);
  }
  const scale = Math.min(1, EDGE_MAX / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('这个浏览器不能处理图片');
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
  if (!blob) throw new Error(`「${file.name}」处理失败`);
  return blob;
}
